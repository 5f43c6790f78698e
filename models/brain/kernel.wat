;; What a layer of a network reckons most, in single precision. Sixteen nodes go together, four in a word.
(module
  (memory (export "memory") 1)
  ;; For each node its bias, and each input times its weight, in their order.
  (func (export "sums")
    (param $values i32)   ;; f32: the inputs, or those of them that are not 0
    (param $places i32)   ;; i32: of each of them, where its weights lie in a block, in bytes
    (param $count i32)    ;; how many there are
    (param $weights i32)  ;; f32: blocks of 16 nodes; in a block the weights of one input side by side
    (param $block i32)    ;; bytes of a block's weights
    (param $biases i32)   ;; f32, padded to blocks
    (param $sums i32)     ;; f32, padded to blocks: what comes out
    (param $end i32)      ;; where the sums end
    (local $i i32) (local $at i32) (local $value v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $blocks
      (local.set $a (v128.load (local.get $biases)))
      (local.set $b (v128.load offset=16 (local.get $biases)))
      (local.set $c (v128.load offset=32 (local.get $biases)))
      (local.set $d (v128.load offset=48 (local.get $biases)))
      (local.set $i (i32.const 0))
      (block $done
        (loop $inputs
          (br_if $done (i32.ge_u (local.get $i) (local.get $count)))
          (local.set $value
            (v128.load32_splat (i32.add (local.get $values) (i32.shl (local.get $i) (i32.const 2)))))
          (local.set $at
            (i32.add
              (local.get $weights)
              (i32.load (i32.add (local.get $places) (i32.shl (local.get $i) (i32.const 2))))))
          (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $value) (v128.load (local.get $at)))))
          (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $value) (v128.load offset=16 (local.get $at)))))
          (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $value) (v128.load offset=32 (local.get $at)))))
          (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $value) (v128.load offset=48 (local.get $at)))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $inputs)))
      (v128.store (local.get $sums) (local.get $a))
      (v128.store offset=16 (local.get $sums) (local.get $b))
      (v128.store offset=32 (local.get $sums) (local.get $c))
      (v128.store offset=48 (local.get $sums) (local.get $d))
      (local.set $weights (i32.add (local.get $weights) (local.get $block)))
      (local.set $biases (i32.add (local.get $biases) (i32.const 64)))
      (local.set $sums (i32.add (local.get $sums) (i32.const 64)))
      (br_if $blocks (i32.lt_u (local.get $sums) (local.get $end)))))
  ;; Adds to each weight's slope its input times its node's share of the error.
  (func (export "slopes")
    (param $values i32)   ;; f32: the inputs
    (param $last i32)     ;; where they end
    (param $shares i32)   ;; f32, padded to blocks
    (param $slopes i32)   ;; f32: in blocks, as the weights
    (param $end i32)      ;; where the slopes end
    (local $at i32) (local $value v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $blocks
      (local.set $a (v128.load (local.get $shares)))
      (local.set $b (v128.load offset=16 (local.get $shares)))
      (local.set $c (v128.load offset=32 (local.get $shares)))
      (local.set $d (v128.load offset=48 (local.get $shares)))
      (local.set $at (local.get $values))
      (loop $inputs
        (local.set $value (v128.load32_splat (local.get $at)))
        (v128.store (local.get $slopes)
          (f32x4.add (v128.load (local.get $slopes)) (f32x4.mul (local.get $value) (local.get $a))))
        (v128.store offset=16 (local.get $slopes)
          (f32x4.add (v128.load offset=16 (local.get $slopes)) (f32x4.mul (local.get $value) (local.get $b))))
        (v128.store offset=32 (local.get $slopes)
          (f32x4.add (v128.load offset=32 (local.get $slopes)) (f32x4.mul (local.get $value) (local.get $c))))
        (v128.store offset=48 (local.get $slopes)
          (f32x4.add (v128.load offset=48 (local.get $slopes)) (f32x4.mul (local.get $value) (local.get $d))))
        (local.set $slopes (i32.add (local.get $slopes) (i32.const 64)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br_if $inputs (i32.lt_u (local.get $at) (local.get $last))))
      (local.set $shares (i32.add (local.get $shares) (i32.const 64)))
      (br_if $blocks (i32.lt_u (local.get $slopes) (local.get $end)))))
  ;; 1 / (1 + e^-x) of each number, in its place: e^r by a polynomial (Cephes), where -x = n ln 2 + r, times 2^n.
  (func (export "sigmoids")
    (param $at i32)       ;; f32, padded to words
    (param $end i32)      ;; where they end
    (local $y v128) (local $n v128) (local $r v128) (local $e v128)
    (loop $words
      (local.set $y
        (f32x4.max (v128.const f32x4 -87 -87 -87 -87)
          (f32x4.min (v128.const f32x4 87 87 87 87) (f32x4.neg (v128.load (local.get $at))))))
      (local.set $n
        (f32x4.nearest
          (f32x4.mul (local.get $y) (v128.const f32x4 1.44269504 1.44269504 1.44269504 1.44269504))))
      ;; ln 2 in two parts, the first of few digits, so that nothing is lost.
      (local.set $r
        (f32x4.sub
          (f32x4.sub (local.get $y)
            (f32x4.mul (local.get $n) (v128.const f32x4 0.693359375 0.693359375 0.693359375 0.693359375)))
          (f32x4.mul (local.get $n) (v128.const f32x4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4 -2.12194440e-4))))
      (local.set $e (v128.const f32x4 1.9875691500e-4 1.9875691500e-4 1.9875691500e-4 1.9875691500e-4))
      (local.set $e
        (f32x4.add (f32x4.mul (local.get $e) (local.get $r))
          (v128.const f32x4 1.3981999507e-3 1.3981999507e-3 1.3981999507e-3 1.3981999507e-3)))
      (local.set $e
        (f32x4.add (f32x4.mul (local.get $e) (local.get $r))
          (v128.const f32x4 8.3334519073e-3 8.3334519073e-3 8.3334519073e-3 8.3334519073e-3)))
      (local.set $e
        (f32x4.add (f32x4.mul (local.get $e) (local.get $r))
          (v128.const f32x4 4.1665795894e-2 4.1665795894e-2 4.1665795894e-2 4.1665795894e-2)))
      (local.set $e
        (f32x4.add (f32x4.mul (local.get $e) (local.get $r))
          (v128.const f32x4 1.6666665459e-1 1.6666665459e-1 1.6666665459e-1 1.6666665459e-1)))
      (local.set $e
        (f32x4.add (f32x4.mul (local.get $e) (local.get $r))
          (v128.const f32x4 5.0000001201e-1 5.0000001201e-1 5.0000001201e-1 5.0000001201e-1)))
      (local.set $e
        (f32x4.add
          (f32x4.add (f32x4.mul (local.get $e) (f32x4.mul (local.get $r) (local.get $r))) (local.get $r))
          (v128.const f32x4 1 1 1 1)))
      (local.set $e
        (f32x4.mul (local.get $e)
          (i32x4.shl
            (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $n)) (v128.const i32x4 127 127 127 127))
            (i32.const 23))))
      (v128.store (local.get $at)
        (f32x4.div (v128.const f32x4 1 1 1 1) (f32x4.add (v128.const f32x4 1 1 1 1) (local.get $e))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $words (i32.lt_u (local.get $at) (local.get $end))))))
